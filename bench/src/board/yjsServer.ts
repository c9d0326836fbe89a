import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import * as Y from 'yjs';

// A relay as small as it can be: keeps the document, so that it can tell it to whoever comes late, and passes on every
// update and every awareness state as it comes. No rights, no bounds, no log: what it costs is a lower bound.
const server = createServer();
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false });
const document = new Y.Doc();

io.on('connection', (socket) => {
  socket.emit('sync', Y.encodeStateAsUpdate(document));
  socket.on('update', (update: Uint8Array) => {
    Y.applyUpdate(document, new Uint8Array(update));
    socket.broadcast.emit('update', update);
  });
  socket.on('awareness', (update: Uint8Array) => void socket.volatile.broadcast.emit('awareness', update));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
