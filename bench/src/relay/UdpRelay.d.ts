/** What a path does to packets. Shares are from 0 to 1, times in ms. */
export interface Impairment {
    readonly loss: number;
    readonly delayMs: number;
    /** Added to the delay at random, from 0 up to this; packets overtake each other by it. */
    readonly jitterMs: number;
    readonly duplicate: number;
}
export declare const unimpaired: Impairment;
interface UdpRelayOptions {
    readonly to: {
        readonly address: string;
        readonly port: number;
    };
    /** Where to listen; a free port of loopback when left out. */
    readonly at?: {
        readonly address: string;
        readonly port: number;
    };
    /** Sees what comes from the server; what it takes goes no further. */
    readonly takes?: (packet: Buffer) => boolean;
    readonly random?: () => number;
}
/** A path for datagrams to a server, with a port of its own at the server for each client, as a NAT has. */
export declare class UdpRelay {
    #private;
    /** Packets that this path lost on purpose. */
    lost: number;
    private constructor();
    static listen(options: UdpRelayOptions): Promise<UdpRelay>;
    get port(): number;
    /** From now on, for packets to the server and from it. */
    impair(up: Impairment, down?: Impairment): void;
    /** Swallows everything until it is opened again. */
    set(path: 'open' | 'hole'): void;
    /** The clients of now are somebody else's: nothing that is done here from now on concerns them. */
    spare(): void;
    /** Every client has another address at the server from now on; packets to the old one are lost. */
    rebind(): void;
    close(): void;
}
export {};
