import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { Accounts } from './identity/Accounts.ts';
import type { Identity } from './identity/ports.ts';
import type { IdentitySettings } from './identity/settings.ts';
import { MailQueue } from './mail/MailQueue.ts';
import type { MailSettings } from './mail/ports.ts';
import { openTransport } from './mail/transports.ts';
import { publicAddress } from './publicAddress.ts';
import { Records } from './records/Records.ts';
import type { Clock, RoomReport } from './room/ports.ts';
import type { Store } from './storage/ports.ts';

/** What the service around the meetings is built from. */
interface ServiceParts {
  readonly parts: { readonly store: Store; readonly clock: Clock; readonly log: Logger };
  readonly options: Parameters<typeof publicAddress>[0] & {
    readonly port: number;
    readonly identity: IdentitySettings;
    readonly mail: MailSettings;
  };
  readonly report: RoomReport;
  readonly server: HttpServer;
}

/** Accounts and their letters. */
export interface Service {
  readonly accounts: Accounts;
  readonly mail: MailQueue;
}

/** Opens accounts, and the queue of letters. */
export async function openService({ parts, options, report, server }: ServiceParts): Promise<Service> {
  const { store, clock, log } = parts;
  const now = () => clock.now();
  const mail = MailQueue.open({ store, transport: openTransport(options.mail, log), report, now });
  // A port that the system chose is known when the server listens.
  const address = () => publicAddress(options, (server.address() as AddressInfo | null)?.port ?? options.port);
  const settings = options.identity;
  const accounts = await Accounts.open({ store, mailer: mail, settings, address, log, report, now });
  return { accounts, mail };
}

/** Opens the directory of organisations and spaces. */
export async function createRecords(store: Store, identity: Identity, newId: () => string): Promise<Records> {
  return new Records({
    store,
    identity,
    newId,
    codeSecret: await store.secret('space codes'),
    // Without mail: the person who invites hands over the link.
    sendInvitation: async () => undefined,
  });
}
