/** A PostgreSQL server of one test file, on loopback, gone with its data when closed. */
export declare class TestCluster {
  #private;
  private constructor();
  /** Where set-up has put a PostgreSQL server, or where Debian's newest one is, if it is installed. */
  static programs(): string | undefined;
  static create(programs: string): Promise<TestCluster>;
  /** Resolves when it accepts connections. */
  start(): Promise<void>;
  /** A new, empty database. @returns its URL */
  createDatabase(): Promise<string>;
  query(url: string, statement: string): Promise<void>;
  /** Stops at once, as in a crash: connections break, nothing is flushed. */
  crash(): Promise<void>;
  close(): Promise<void>;
}
