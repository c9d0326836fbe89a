import { withoutAccents } from '../../core/compare.ts';

/** Signs between two cells of a line, those of all scripts; the first kind that divides the line counts. */
const separators = [String.raw`\t`, ';；؛', ',，﹐、،፣՝'];

/** Returns the cells of one line, separated by tabs, semicolons or commas. A quoted cell may contain separators, and doubled quotes. */
export function cellsOf(line: string): readonly string[] {
  for (const kind of separators) {
    const cells = split(line, kind);
    if (cells.filter((cell) => cell !== '').length > 1) return cells;
  }
  return split(line, separators.join(''));
}

function split(line: string, kind: string): readonly string[] {
  const cell = new RegExp(`(?:^|[${kind}])(?:\\s*"((?:[^"]|"")*)"\\s*(?=[${kind}]|$)|([^${kind}]*))`, 'g');
  return [...line.matchAll(cell)].map(([, quoted, bare = '']) =>
    (quoted === undefined ? bare : quoted.replaceAll('""', '"')).trim(),
  );
}

/** What stands above a column of rooms, and of people, in the languages of lists. */
const heads = {
  room: wordsOf(`room breakout group team table raum gruppe tisch sala grupo mesa salle groupe stanza gruppo kamer groep pokój sala
    grupa комната группа кімната група δωμάτιο ομάδα oda grup phòng nhóm غرفة الغرفة مجموعة المجموعة חדר קבוצה कमरा समूह ห้อง กลุ่ม
    房间 房間 分组 分組 小组 小組 组 組 班级 班級 部屋 ルーム グループ 班 방 조 그룹`),
  person:
    wordsOf(`name names person people participant participants member members student email mail namen vorname nachname teilnehmer
    teilnehmerin teilnehmende mitglied nombre nombres persona participante correo nom prénom participant nome partecipante naam imię
    nazwisko uczestnik имя фамилия участник участница ім'я учасник όνομα ad isim katılımcı tên اسم الاسم שם नाम ชื่อ 姓名 名字 名前
    氏名 이름 성명`),
};

function wordsOf(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/).map(withoutAccents));
}

/** Says which columns the first line of a list names: rooms before people, or people before rooms; undefined when it has both itself. */
export function headOf([first = '', second = '', ...more]: readonly string[]):
  | 'room first'
  | 'person first'
  | undefined {
  if (more.some((cell) => cell !== '')) return undefined;
  const [left, right] = [kindOf(first), kindOf(second)];
  if (left === 'room' && right === 'person') return 'room first';
  return left === 'person' && right === 'room' ? 'person first' : undefined;
}

function kindOf(cell: string): 'room' | 'person' | undefined {
  if (/\p{N}/u.test(cell)) return undefined;
  const words = withoutAccents(cell).split(/[^\p{L}\p{M}']+/u);
  if (words.some((word) => heads.room.has(word))) return 'room';
  return words.some((word) => heads.person.has(word)) ? 'person' : undefined;
}
