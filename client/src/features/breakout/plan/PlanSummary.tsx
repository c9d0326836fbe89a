import { DoorOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHome } from '../../../app/stayContext.ts';
import { Button } from '../../../ui/Button.tsx';
import { KeptButton } from '../kept/KeptButton.tsx';
import { useEverybody } from '../useBreakout.ts';
import { planDeskOf } from './planDesk.ts';
import type { Planning } from './planning.ts';

/** What is planned, in the panel: the plan itself has a window. */
export function PlanSummary({ planning }: { readonly planning: Planning }) {
  const { t } = useTranslation();
  const plan = planDeskOf(useHome());
  const { draft } = planning;
  const free = Object.keys(useEverybody()).filter((id) => draft.assigned[id] === undefined).length;
  return (
    <div className="flex flex-1 flex-col items-center gap-2 p-6 text-center">
      <DoorOpen aria-hidden="true" className="mt-auto size-9 text-dim" />
      <p className="font-bold">{t('breakout.none')}</p>
      <p className="text-dim">
        {t('breakout.planned', { count: draft.rooms.length })} · {t('breakout.inNone', { count: free })}
      </p>
      <div className="mb-auto flex flex-col gap-2 pt-2">
        <Button look="primary" onPress={() => plan.setState({ open: true })}>
          {t('breakout.plan')}
        </Button>
        <KeptButton />
      </div>
    </div>
  );
}
