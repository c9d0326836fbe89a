/** What the thread that checks the file says first. */
export const loaded = 'SQLite is loaded';
