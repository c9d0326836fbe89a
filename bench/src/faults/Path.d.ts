import { TcpRelay } from '../relay/TcpRelay.ts';
import { type Impairment } from '../relay/UdpRelay.ts';
/** The loopback address that the server tells browsers; this path stands there, before the server's own. */
export declare const announced = "127.0.0.2";
interface PathOptions {
    /** Where pages and signalling are. */
    readonly pages: number;
    readonly media: readonly number[];
}
/** Everything between some browsers and the server: pages and signalling, and media over UDP and TCP. */
export declare class Path {
    #private;
    /** Pages and signalling of the one whose path breaks. */
    readonly signalling: TcpRelay;
    private constructor();
    static open({ pages, media }: PathOptions): Promise<Path>;
    /** Media that flows now is another's, and stays whole. */
    spareMedia(): void;
    impair(impairment: Impairment): void;
    setUdp(path: 'open' | 'hole'): void;
    setMedia(path: 'open' | 'hole'): void;
    /** Nothing passes, and nobody is told. */
    setAll(path: 'open' | 'hole'): void;
    /** Another address at the server, as after a change of network. */
    rebind(): void;
    close(): Promise<void>;
}
export {};
