//! The app in a real window, driven by WebDriver.
