import type { Pair } from '@plenum/shared/features/breakout/deal';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Select } from '../../../ui/Select.tsx';
import { usePairs } from './planning.ts';
import { useEverybody } from '../useBreakout.ts';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Pairs of people who must or must not be together when people are dealt by chance. */
export function PairsDialog({ open, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onClose={onClose} title={t('breakout.pairs')}>
      <p className="pb-3 text-dim">{t('breakout.pairsBody')}</p>
      <Pairs />
    </Dialog>
  );
}

function Pairs() {
  const { t } = useTranslation();
  const [pairs, setPairs] = usePairs();
  const everybody = useEverybody();
  const [one, setOne] = useState<string>();
  const [other, setOther] = useState<string>();
  const [rule, setRule] = useState<Pair['rule']>('together');
  const options = Object.values(everybody).map(({ id, name }) => ({ id, label: name }));
  const nameOf = (id: string) => everybody[id]?.name ?? t('breakout.gone');
  const add = () => {
    if (one === undefined || other === undefined || one === other) return;
    const others = pairs.filter(({ people }) => !(people.includes(one) && people.includes(other)));
    setPairs([...others, { people: [one, other], rule }]);
    setOne(undefined);
    setOther(undefined);
  };
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col">
        {pairs.map((pair) => {
          const words = t(pair.rule === 'together' ? 'breakout.areTogether' : 'breakout.areApart', {
            one: nameOf(pair.people[0]),
            other: nameOf(pair.people[1]),
          });
          return (
            <li key={pair.people.join()} className="flex items-center gap-2">
              <span className="min-w-0 flex-1">{words}</span>
              <Button
                look="quiet"
                square
                aria-label={t('breakout.removePair', { words })}
                onPress={() => setPairs(pairs.filter((known) => known !== pair))}
              >
                <X aria-hidden="true" className="size-4" />
              </Button>
            </li>
          );
        })}
      </ul>
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label={t('breakout.one')}
          options={options}
          chosen={one}
          onChoose={setOne}
          placeholder={t('breakout.person')}
        />
        <Select
          label={t('breakout.other')}
          options={options.filter(({ id }) => id !== one)}
          chosen={other}
          onChoose={setOther}
          placeholder={t('breakout.person')}
        />
      </div>
      <Select
        label={t('breakout.rule')}
        options={[
          { id: 'together', label: t('breakout.together') },
          { id: 'apart', label: t('breakout.apart') },
        ]}
        chosen={rule}
        onChoose={(id) => setRule(id === 'apart' ? 'apart' : 'together')}
        placeholder=""
      />
      <div className="flex justify-end">
        <Button look="primary" isDisabled={one === undefined || other === undefined} onPress={add}>
          {t('breakout.addPair')}
        </Button>
      </div>
    </div>
  );
}
