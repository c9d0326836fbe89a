import { colours, dashes, fills } from '@plenum/shared/features/whiteboard/shapes';
import type { Change } from '@plenum/shared/features/whiteboard/shapes';
import type { ComponentType } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PageOnStage } from '../../slides/slot.ts';
import { Tip } from '../../../ui/Tip.tsx';
import { sizes, type Style, widths } from '../drawing/style.ts';
import { palette } from '../drawing/palette.ts';
import { toolButton } from './toolButton.tsx';
import { useDesk, useDeskState } from '../useBoard.ts';

/** Colour, line, filling and letters, for the next shape and for the selection. */
export function StylePicker({ page }: { readonly page: PageOnStage }) {
  const { t } = useTranslation();
  const colour = useDeskState((state) => state.style.colour);
  return (
    <DialogTrigger>
      <Tip words={t('whiteboard.style')} placement="right">
        <AriaButton
          aria-label={`${t('whiteboard.style')}: ${t(`whiteboard.colour.${colour}`)}`}
          className={toolButton(false)}
        >
          <span
            aria-hidden="true"
            className="size-6 rounded-full border-2 border-edge"
            style={{ backgroundColor: palette[colour].ink }}
          />
        </AriaButton>
      </Tip>
      <Popover
        placement="right"
        offset={8}
        className="animate-fade max-h-[80dvh] w-72 max-w-[calc(100vw-1rem)] overflow-auto rounded-tile border border-line bg-surface p-3 text-text shadow-float"
      >
        <Dialog aria-label={t('whiteboard.style')} className="flex flex-col gap-3 outline-none">
          <Choices page={page} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Choices({ page }: { readonly page: PageOnStage }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const style = useDeskState((state) => state.style);
  const set = (part: Partial<Style> & Change) => {
    desk.setStyle(part);
    const edits = desk.selected(page.id).map(({ id }) => ({ id, set: part }));
    if (edits.length > 0) desk.change(page.id, edits);
  };
  return (
    <>
      <Choice
        label={t('whiteboard.colourTitle')}
        value={style.colour}
        values={colours}
        wordOf={(colour) => t(`whiteboard.colour.${colour}`)}
        Face={ColourFace}
        onChange={(colour) => set({ colour })}
      />
      <Choice
        label={t('whiteboard.widthTitle')}
        value={`${style.width}`}
        values={widths.map((width) => `${width}` as const)}
        wordOf={(width) => t(`whiteboard.width.${width}`)}
        Face={WidthFace}
        onChange={(width) => set({ width: Number(width) })}
      />
      <Choice
        label={t('whiteboard.dashTitle')}
        value={style.dash}
        values={dashes}
        wordOf={(dash) => t(`whiteboard.dash.${dash}`)}
        Face={DashFace}
        onChange={(dash) => set({ dash })}
      />
      <Choice
        label={t('whiteboard.fillTitle')}
        value={style.fill}
        values={fills}
        wordOf={(fill) => t(`whiteboard.fill.${fill}`)}
        Face={FillFace}
        onChange={(fill) => set({ fill })}
      />
      <Choice
        label={t('whiteboard.sizeTitle')}
        value={`${style.size}`}
        values={sizes.map((size) => `${size}` as const)}
        wordOf={(size) => t(`whiteboard.size.${size}`)}
        Face={SizeFace}
        onChange={(size) => set({ size: Number(size) })}
      />
    </>
  );
}

interface FaceProps<T extends string> {
  readonly value: T;
}

function ColourFace({ value }: FaceProps<Style['colour']>) {
  return <span className="size-7 rounded-full border border-edge" style={{ backgroundColor: palette[value].ink }} />;
}

function WidthFace({ value }: FaceProps<string>) {
  return <span className="w-7 rounded-full bg-text" style={{ height: `${Number(value) / 1.5 + 1}px` }} />;
}

function DashFace({ value }: FaceProps<Style['dash']>) {
  return <span className="w-8 border-t-3 border-text" style={{ borderTopStyle: value }} />;
}

function FillFace({ value }: FaceProps<Style['fill']>) {
  const { ink, wash } = palette[useDeskState((state) => state.style.colour)];
  const backgroundColor = { none: 'transparent', wash, solid: ink }[value];
  return <span className="size-7 rounded-md border-2" style={{ borderColor: ink, backgroundColor }} />;
}

function SizeFace({ value }: FaceProps<string>) {
  return <span style={{ fontSize: `${10 + Number(value) / 6}px`, lineHeight: 1 }}>A</span>;
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: string;
  readonly values: readonly T[];
  readonly wordOf: (value: T) => string;
  readonly Face: ComponentType<FaceProps<T>>;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, values, wordOf, Face, onChange }: ChoiceProps<T>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onChange={(chosen) => {
        const next = values.find((one) => one === chosen);
        if (next !== undefined) onChange(next);
      }}
      className="flex flex-col gap-1"
    >
      <span aria-hidden="true" className="text-sm font-bold text-dim">
        {label}
      </span>
      <div className="flex flex-wrap gap-1">
        {values.map((one) => (
          <Radio
            key={one}
            value={one}
            aria-label={wordOf(one)}
            className="grid size-11 place-items-center rounded-control border-2 border-transparent data-focus-visible:outline-3 data-focus-visible:outline-accent-text data-hovered:bg-raised data-selected:border-accent-text data-selected:bg-raised"
          >
            <span aria-hidden="true" className="grid place-items-center">
              <Face value={one} />
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
