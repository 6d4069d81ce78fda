// Placeholder so that the target has a source while the module is being written.
