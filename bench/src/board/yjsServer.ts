import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import * as Y from 'yjs';

// The smallest possible relay: it keeps the document for late joiners and passes on every update and awareness state. It
// has no rights, no bounds and no log, so its cost is a lower bound.
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
