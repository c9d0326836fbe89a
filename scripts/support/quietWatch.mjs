// Loaded into the server that Node's watcher starts. The watcher knows its folders; without this, Node also reports every
// import, and in worker threads it does so among the thread's own messages, where no receiver expects it.
delete process.env.WATCH_REPORT_DEPENDENCIES;
