import type { MemberId } from '@plenum/shared/core/ids';
import { roles } from '@plenum/shared/core/abilities';
import { AppError, assertNever } from '@plenum/shared/core/errors';
import { endedWith, isCamera, media, type Source, sources } from '@plenum/shared/features/media/contract';
import { reduceMedia } from '@plenum/shared/features/media/reduce';
import { presence } from '@plenum/shared/features/presence/contract';
import type { GrantMedia, MediaFact } from '../../media/MediaEngine.ts';
import { type Context, on, type Slice, serve } from '../../room/serve.ts';

type MediaContext = Context<typeof media>;

function endAll(context: MediaContext): void {
  if (Object.keys(context.state.streams).length > 0) context.emit('allUnpublished', {});
}

function endAllOf(context: MediaContext, member: MemberId): void {
  const streams = context.state.streams[member] ?? {};
  for (const source of sources) if (streams[source]) context.emit('unpublished', { member, source });
}

function stream(context: MediaContext, member: MemberId, source: Source) {
  return context.state.streams[member]?.[source];
}

function onFact(context: MediaContext, fact: MediaFact): void {
  switch (fact.type) {
    case 'published': {
      const { member, source, muted } = fact;
      // The engine may learn later than the room that a member has left.
      if (!context.find(member)) return;
      const before = stream(context, member, source);
      if (!before) context.emit('published', { member, source, muted });
      else if (before.muted !== muted) context.emit('muted', { member, source, muted });
      return;
    }
    case 'unpublished':
      if (stream(context, fact.member, fact.source)) {
        context.emit('unpublished', { member: fact.member, source: fact.source });
      }
      return;
    case 'muted': {
      const { member, source, muted } = fact;
      const before = stream(context, member, source);
      if (before && before.muted !== muted) context.emit('muted', { member, source, muted });
      return;
    }
    case 'speaking':
      context.emit('speaking', { members: [...fact.members] });
      return;
    default:
      assertNever(fact);
  }
}

/** Serves the streams of the room: it turns the facts of the engine into events. */
export function serveMedia(grant: GrantMedia): Slice<MediaFact> {
  return serve<typeof media, MediaFact>(reduceMedia, {
    commands: {
      ticket: (context) => grant(context.room, context.member.id),
      stop(context, { member: id, source }) {
        const member = context.find(id);
        if (!member) throw new AppError('notFound', 'This member is no longer in the meeting.');
        if (roles.indexOf(member.role) < roles.indexOf(context.member.role)) {
          throw new AppError('forbidden', 'You cannot stop a stream of a member with a higher role.');
        }
        // This event makes the gateway end the streams in the engine.
        const sent = endedWith(source).some((one) => stream(context, id, one));
        const named = isCamera(source) ? 'camera' : source;
        if (sent) context.emit('stopped', { member: id, source: named, by: context.member.id });
        return {};
      },
      report(context, { quality }) {
        const { id: member } = context.member;
        const to = context.members
          .filter(({ id, abilities }) => id !== member && abilities.includes('memberManage'))
          .map(({ id }) => id);
        if (to.length > 0) context.emit('suffers', { member, quality }, { to });
        return {};
      },
    },
    listens: [
      on(media, presence, 'left', (context, { id }) => endAllOf(context, id)),
      on(media, presence, 'everyoneLeft', endAll),
    ],
    // A restart ends every stream; each browser publishes again when its media line is back.
    life: { restored: endAll },
    outside: { fact: onFact },
  });
}
