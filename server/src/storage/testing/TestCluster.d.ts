/** A PostgreSQL server for one test file, on loopback; its data is deleted when it is closed. */
export declare class TestCluster {
  #private;
  private constructor();
  /** The folder of the PostgreSQL server that set-up installed, or of Debian's newest one; undefined without either. */
  static programs(): string | undefined;
  /** @param waits whether each commit waits for the disk, as measurements need */
  static create(programs: string, waits?: boolean): Promise<TestCluster>;
  /** Resolves when it accepts connections. */
  start(): Promise<void>;
  /** A new, empty database. @returns its URL */
  createDatabase(): Promise<string>;
  query(url: string, statement: string): Promise<void>;
  /** The tables with a row in which a text is. */
  search(url: string, text: string): Promise<string[]>;
  /** Stops at once, as in a crash: connections break, and nothing is flushed. */
  crash(): Promise<void>;
  close(): Promise<void>;
}
