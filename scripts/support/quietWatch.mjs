// Loaded into the server that Node's watcher starts. The watcher is told which folders to watch; left alone, Node would
// also report every import, and does that from worker threads as messages among the worker's own, which nobody expects.
delete process.env.WATCH_REPORT_DEPENDENCIES;
