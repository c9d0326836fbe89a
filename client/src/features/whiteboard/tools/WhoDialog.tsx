import { presence } from '@plenum/shared/features/presence/contract';
import { type Policy, whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { useAsk } from '../../../app/useAsk.ts';
import { stateOf } from '../../../core/store.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Switch } from '../../../ui/Switch.tsx';

const whos = ['everyone', 'chosen', 'presenter', 'nobody'] as const;

/** Decides who may draw. Each change takes effect at once, also for a stroke in progress. */
export function WhoDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const policy = useMeeting((state) => stateOf(state, whiteboard).policy);
  const allow = (part: Partial<Policy>) => void ask(whiteboard, 'allow', { ...policy, ...part });
  return (
    <Dialog open onClose={onClose} title={t('whiteboard.whoTitle')}>
      <div className="flex flex-col gap-3">
        <RadioGroup
          value={policy.who}
          onChange={(chosen) => {
            const who = whos.find((one) => one === chosen);
            if (who) allow({ who });
          }}
          className="flex flex-col"
        >
          <Label className="sr-only">{t('whiteboard.whoTitle')}</Label>
          {whos.map((who) => (
            <Radio key={who} value={who} className="group flex min-h-11 items-center gap-3">
              <span className="grid size-5 shrink-0 place-items-center rounded-full border-2 border-edge group-data-focus-visible:outline-3 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-(--ring) group-data-selected:border-accent-text">
                <span className="size-2.5 rounded-full group-data-selected:bg-accent-text" />
              </span>
              {t(`whiteboard.policy.${who}`)}
            </Radio>
          ))}
        </RadioGroup>
        {policy.who === 'chosen' && <Chosen policy={policy} allow={allow} />}
        <Switch on={policy.others} onChange={(others) => allow({ others })}>
          {t('whiteboard.others')}
        </Switch>
      </div>
    </Dialog>
  );
}

interface ChosenProps {
  readonly policy: Policy;
  readonly allow: (part: Partial<Policy>) => void;
}

function Chosen({ policy: { chosen }, allow }: ChosenProps) {
  const { t } = useTranslation();
  const members = useMeeting((state) => stateOf(state, presence).members);
  const toggle = (id: string, on: boolean) =>
    allow({ chosen: on ? [...chosen, id] : chosen.filter((one) => one !== id) });
  return (
    <ul aria-label={t('whiteboard.chosenTitle')} className="max-h-60 overflow-auto border-l-2 border-line pl-3">
      {Object.values(members).map(({ id, name }) => (
        <li key={id}>
          <Switch on={chosen.includes(id)} onChange={(on) => toggle(id, on)}>
            <span dir="auto">{name}</span>
          </Switch>
        </li>
      ))}
    </ul>
  );
}
