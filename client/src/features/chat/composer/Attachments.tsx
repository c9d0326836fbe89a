import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { FileText, X } from 'lucide-react';
import { ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../app/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { FileDesk } from '../desk/FileDesk.ts';
import type { Attachment } from '../desk/places.ts';
import { usePlace } from '../useChat.ts';
import { wordsOfBytes } from '../wordsOfBytes.ts';

/** The files of the draft. */
export function Attachments({ channel }: { readonly channel: ChannelId }) {
  const { t } = useTranslation();
  const { attachments } = usePlace(channel);
  if (attachments.length === 0) return null;
  return (
    <ul aria-label={t('chat.attachments')} className="flex flex-col gap-1">
      {attachments.map((attachment) => (
        <li key={attachment.key}>
          <One channel={channel} attachment={attachment} />
        </li>
      ))}
    </ul>
  );
}

function One({ channel, attachment }: { readonly channel: ChannelId; readonly attachment: Attachment }) {
  const { t, i18n } = useTranslation();
  const desk = FileDesk.of(useSession());
  const { name, bytes } = attachment;
  return (
    <div className="flex items-center gap-2.5 rounded-control bg-raised ps-3">
      <FileText aria-hidden="true" className="size-5 shrink-0 text-dim" />
      <div className="min-w-0 flex-1 py-1">
        <bdi className="block truncate text-sm">{name}</bdi>
        {attachment.state === 'coming' ? (
          <ProgressBar
            aria-label={t('chat.uploading', { name })}
            value={attachment.share * 100}
            className="flex items-center gap-2 text-[0.8125rem] text-dim"
          >
            {({ percentage, valueText }) => (
              <>
                <span className="h-1.5 flex-1 overflow-hidden rounded-full bg-line">
                  <span className="block h-full bg-accent" style={{ width: `${percentage ?? 0}%` }} />
                </span>
                <span className="tabular">{valueText}</span>
              </>
            )}
          </ProgressBar>
        ) : (
          <span className="block text-[0.8125rem] text-dim">{wordsOfBytes(bytes, i18n.language)}</span>
        )}
      </div>
      <Button
        look="quiet"
        square
        aria-label={t('chat.dropFile', { name })}
        onPress={() => void desk.drop(channel, attachment.key)}
      >
        <X aria-hidden="true" className="size-4" />
      </Button>
    </div>
  );
}
