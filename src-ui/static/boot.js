import init from './latchkey-ui.js';

init({ module_or_path: './latchkey-ui_bg.wasm' });
