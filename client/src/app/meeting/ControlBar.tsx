import { PhoneOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ControlButton } from '../../ui/ControlButton.tsx';
import { useSession } from '../session.ts';
import { type ControlSlot, inOrder, useFeatures } from '../slots.ts';
import { MoreMenu } from './MoreMenu.tsx';
import type { Layout } from './useLayout.ts';

/** Where the hand expects it: what I do in the middle, what I read at the right. */
export function ControlBar({ layout }: { readonly layout: Layout }) {
  const { t } = useTranslation();
  const phone = layout === 'phone';
  const controls = inOrder(useFeatures().map((feature) => feature.controls)).filter(({ onPhone }) => onPhone || !phone);
  const of = (place: ControlSlot['place']) =>
    controls.filter((slot) => slot.place === place).map(({ id, Control }) => <Control key={id} />);
  if (phone) {
    return (
      <section
        aria-label={t('meeting.controls')}
        className="flex shrink-0 gap-1 border-t border-line p-1.5 pb-[max(0.375rem,env(safe-area-inset-bottom))]"
      >
        {of('main')}
        {of('panels')}
        <MoreMenu phone />
        <LeaveButton />
      </section>
    );
  }
  return (
    <section
      aria-label={t('meeting.controls')}
      className="grid min-h-18 shrink-0 grid-cols-[1fr_auto_1fr] items-center gap-2 border-t border-line px-3 py-1.5 pb-[max(0.375rem,env(safe-area-inset-bottom))]"
    >
      <div />
      <div className="flex items-center gap-2">
        {of('main')}
        <MoreMenu phone={false} />
        <LeaveButton />
      </div>
      <div className="flex justify-end gap-2">{of('panels')}</div>
    </section>
  );
}

function LeaveButton() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <ControlButton
      icon={<PhoneOff aria-hidden="true" />}
      word={t('meeting.leave')}
      hint={t('meeting.leaveHint')}
      tone="danger"
      onPress={() => void session.leave()}
    />
  );
}
