/** The level of a track by a connection of this page to itself, which needs no audio output. */
export interface Loopback {
  /** Amplitude of what was heard last, 0 to 1. */
  read(): number;
  close(): void;
}

/** Sends the track from this page to itself and reads its level there. */
export function openLoopback(track: MediaStreamTrack): Loopback {
  const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
  let receiver: RTCRtpReceiver | undefined;
  to.addEventListener('track', (event) => (receiver = event.receiver));
  pass(from, to);
  pass(to, from);
  from.addTrack(track);
  // Without a connection the level stays at silence, as without a microphone.
  connect(from, to).catch(() => {});
  return {
    read: () => receiver?.getSynchronizationSources()[0]?.audioLevel ?? 0,
    close() {
      from.close();
      to.close();
    },
  };
}

async function connect(from: RTCPeerConnection, to: RTCPeerConnection): Promise<void> {
  await from.setLocalDescription();
  await to.setRemoteDescription(described(from));
  await to.setLocalDescription();
  await from.setRemoteDescription(described(to));
}

function described({ localDescription }: RTCPeerConnection): RTCSessionDescription {
  if (!localDescription) throw new Error('The connection has no description.');
  return localDescription;
}

function pass(from: RTCPeerConnection, to: RTCPeerConnection): void {
  from.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate) to.addIceCandidate(candidate).catch(() => {});
  });
}
