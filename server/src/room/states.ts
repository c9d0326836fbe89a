/** The states of all features, by name. */
export type States = Readonly<Record<string, unknown>>;
