import { useTranslation } from 'react-i18next';

/** Formats bitrates, shares and times for the language. */
export function useNumbers() {
  const { i18n } = useTranslation();
  const format = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(i18n.language, options);
  return {
    bits: (perSecond: number) =>
      perSecond < 1_000_000
        ? format({ style: 'unit', unit: 'kilobit-per-second', maximumFractionDigits: 0 }).format(perSecond / 1_000)
        : format({ style: 'unit', unit: 'megabit-per-second', maximumFractionDigits: 1 }).format(perSecond / 1_000_000),
    share: (value: number) => format({ style: 'percent', maximumFractionDigits: 1 }).format(value),
    ms: (value: number) => format({ style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 }).format(value),
  };
}
