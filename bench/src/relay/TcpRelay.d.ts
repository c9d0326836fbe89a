/** `open` passes bytes on, `cut` ends every connection and refuses new ones, `hole` swallows without a word. */
type Path = 'open' | 'cut' | 'hole';
interface TcpRelayOptions {
    readonly to: {
        readonly host: string;
        readonly port: number;
    };
    /** Where to listen; a free port of loopback when left out. */
    readonly at?: {
        readonly host: string;
        readonly port: number;
    };
}
/** A way for TCP connections to a server that can be broken and mended. */
export declare class TcpRelay {
    #private;
    private constructor();
    static listen({ to, at }: TcpRelayOptions): Promise<TcpRelay>;
    get port(): number;
    /** What happens to connections from now on, those that there are included. */
    set(path: Path): void;
    close(): Promise<void>;
}
export {};
