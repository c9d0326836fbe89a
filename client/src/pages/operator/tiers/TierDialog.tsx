import { type Tier, TierInput } from '@plenum/shared/api/tier/contract';
import { firstTiers, freeTier, Limits } from '@plenum/shared/api/tier/limits';
import { aside } from '@plenum/shared/core/aside';
import { TierId } from '@plenum/shared/core/ids';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { Refusal } from '../../service/parts.tsx';
import { useSending } from '../../service/refusal.ts';
import { operatorApi } from '../api.ts';
import { LimitFields } from '../LimitFields.tsx';
import { type Drafts, draftsOf, limitsOf } from '../limits.ts';

interface Props {
  /** Absent: a new one is made. */
  readonly tier: Tier | undefined;
  readonly known: readonly Tier[];
  readonly isUsed: boolean;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

/** A tier as it is being edited. */
interface Draft extends Pick<Tier, 'id' | 'name' | 'contribution' | 'features'> {
  readonly limits: Drafts;
}

/** What is wrong with a draft, in words. */
interface Wrong {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/** A new tier begins with the limits of the micro-organisation. */
function draftOf(tier: Tier | undefined): Draft {
  const { id = '', name = '', contribution = '', features = { forum: true, assembly: true } } = tier ?? {};
  return { id, name, contribution, features, limits: draftsOf(tier?.limits ?? firstTiers[2].limits) };
}

/** Edits a tier, makes one, or removes one that no organisation has. */
export function TierDialog({ tier, known, isUsed, onClose, onDone }: Props) {
  const { t } = useTranslation('operator');
  const { t: service } = useTranslation('service');
  const [draft, setDraft] = useState(() => draftOf(tier));
  const [isTried, setTried] = useState(false);
  const { busy, error, send } = useSending();
  const { id, name, contribution, features } = draft;
  const order = tier?.order ?? Math.min(1_000, Math.max(-1, ...known.map((one) => one.order)) + 1);
  const isTaken = tier === undefined && known.some((one) => one.id === id);
  const isIdWrong = !z.safeParse(TierId, id).success;
  const isNameless = !z.safeParse(TierInput.shape.name, name).success;
  const save = async () => {
    setTried(true);
    const limits = z.safeParse(Limits, limitsOf(draft.limits));
    if (isTaken || isIdWrong || isNameless || !limits.success) return;
    const input = { name, contribution, features, order, limits: limits.data };
    if (!(await send(() => operatorApi.setTier(id, input)))) return;
    showToast({ tone: 'good', words: t('tiers.saved') });
    await onDone();
  };
  const remove = async () => {
    if (await send(() => operatorApi.removeTier(id))) await onDone();
  };
  const wrongId = isTaken ? t('tiers.idTaken') : isTried && isIdWrong ? t('tiers.idInvalid') : undefined;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={tier ? t('tiers.editThis', { name: tier.name }) : t('tiers.add')}
      actions={
        <>
          {tier && (
            <Button
              look="quiet"
              busy={busy}
              isDisabled={isUsed || tier.id === freeTier}
              onPress={() => aside(remove())}
            >
              {t('tiers.remove')}
            </Button>
          )}
          <Button onPress={onClose}>{service('cancel')}</Button>
          <Button look="primary" busy={busy} onPress={() => aside(save())}>
            {service('save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TierFields
          draft={draft}
          isNew={tier === undefined}
          wrong={{ id: wrongId, name: isTried && isNameless ? t('tiers.nameInvalid') : undefined }}
          onChange={setDraft}
        />
        {tier && isUsed && <p className="text-sm text-dim">{t('tiers.inUse')}</p>}
        <Refusal words={error} />
      </div>
    </Dialog>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly isNew: boolean;
  readonly wrong: Wrong;
  readonly onChange: (draft: Draft) => void;
}

function TierFields({ draft, isNew, wrong, onChange }: FieldsProps) {
  const { t } = useTranslation('operator');
  const { id, name, contribution, features, limits } = draft;
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  return (
    <>
      {isNew && (
        <div className="flex flex-col gap-1.5">
          <Field
            label={t('tiers.id')}
            value={id}
            onChange={(text) => set({ id: text })}
            maxLength={40}
            autoComplete="off"
            error={wrong.id}
          />
          <p className="text-sm text-dim">{t('tiers.idNote')}</p>
        </div>
      )}
      <Field
        label={t('tiers.name')}
        value={name}
        onChange={(text) => set({ name: text })}
        maxLength={80}
        autoComplete="off"
        error={wrong.name}
      />
      <Field
        label={t('tiers.contribution')}
        value={contribution}
        onChange={(text) => set({ contribution: text })}
        maxLength={80}
        autoComplete="off"
      />
      <LimitFields drafts={limits} words={['unlimited', 'agreed']} onChange={(next) => set({ limits: next })} />
      <div className="flex flex-wrap gap-x-8">
        <Switch on={features.forum} onChange={(forum) => set({ features: { ...features, forum } })}>
          {t('tiers.forum')}
        </Switch>
        <Switch on={features.assembly} onChange={(assembly) => set({ features: { ...features, assembly } })}>
          {t('tiers.assembly')}
        </Switch>
      </div>
    </>
  );
}
