//! The page: Yew views over the backend's view models.
