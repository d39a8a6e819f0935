// The program, its glue and the first view are asked for at once: each takes its time to come.
const program = fetch('./latchkey-ui_bg.wasm');
window.firstView = window.__TAURI_INTERNALS__.invoke('view', new Uint8Array());
// Whoever takes it hears of a failure.
window.firstView.catch(() => {});
const { default: init } = await import('./latchkey-ui.js');

init({ module_or_path: program });
