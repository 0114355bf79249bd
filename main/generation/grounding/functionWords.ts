/** Languages whose follow-up questions are recognised. */
export const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'ru'] as const;
export type Language = (typeof languages)[number];

function setOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Words that carry grammar rather than a topic, and verbs that only ask for something ("explain", "tell"). */
const functionWords: Record<Language, ReadonlySet<string>> = {
  en: setOf(`a an the and or but nor so if then than as at by for from in into of off on onto out over per to up via
    with without about after again against all also am any are aren't be because been before being below between both
    can can't could couldn't did didn't do does doesn't doing don't each else few further had has have having he her
    here hers him his how i i'm i'd i've is isn't it it's its just let let's me more most my no not now only other
    others our ours please quite same she should some such that that's their theirs them there these they this those
    through too under until us very was wasn't we were weren't what what's when where which while who whom whose why
    will won't would you your yours one ones okay ok yes hi hello thanks thank much many exactly really actually still
    tell give show say said explain describe elaborate continue mean means know want need like example examples detail
    details sentence sentences word words short shorter long longer summary summarize summarise again question answer
    happen happens happened`),
  de: setOf(`der die das den dem des ein eine einen einem einer eines und oder aber auch als am an auf aus bei bis bitte
    da dann dass dein denn dieser diese dieses diesem diesen doch du durch er es etwas für gegen gibt hat hatte habe
    haben hier ich ihm ihn ihr ihre ihrem ihren ihnen im in ins ist ja jede jeder jedes kann kannst können könnte könnten
    mal man mehr mein mich mir mit nach nein nicht noch nur ob ohne schon sein seine seinem seinen seit sich sie sind so
    soll sollte um uns unter viel viele vom von vor war waren warum was weil welche welcher welches wem wen wenn wer
    werden wie wieso wir wird wo wofür woher wohin wurde wurden zu zum zur über sag sage erkläre erklären nenne zeige
    bedeutet genau beispiel beispiele genauer kürzer weiter noch mal nochmal davon dazu damit dafür daran darauf
    darüber darin dabei danach dort jener jene`),
  fr: setOf(`le la les l un une des du de d et ou mais donc or ni car au aux avec ce cet cette ces cela ça ceci celui
    celle ceux celles comme comment dans elle elles en est es sont était étaient été être ai as a ont avait avoir il ils
    je j tu nous vous me m te t se s on leur leurs lui mon ma mes ton ta tes son sa ses notre nos votre vos ne n pas
    plus par pour pourquoi quand que qu quel quelle quels quelles qui quoi où sans si sous sur trop très y c peut peux
    faut dire dis expliquer explique donne montre exemple exemples aussi même autre autres encore combien merci
    détail détails puis alors`),
  es: setOf(`el la los las un una unos unas y e o u pero ni que de del al a con en por para sin sobre tras entre desde
    hasta es son era eran fue fueron ser está están estar hay ha han he yo tú él ella ello ellos ellas nosotros usted
    ustedes me te se nos lo le les mi mis tu tus su sus este esta estos estas esto ese esa esos esas eso aquel aquella
    aquello qué cuál cuáles quién quiénes cómo cuándo dónde cuánto cuánta cuántos cuántas cual quien como cuando donde
    porque no sí más menos muy también ya si puede puedes explica dime di da muestra ejemplo ejemplos detalle detalles
    gracias otro otra otros otras mismo misma entonces`),
  it: setOf(`il lo la i gli le l un uno una e ed o ma di a da in con su per tra fra del dello della dei degli delle al
    allo alla ai agli alle dal dalla nel nella nei nelle sul sulla è sono era erano essere ha hanno ho hai io tu lui lei
    noi voi loro mi ti si ci vi ne che chi cosa come quando dove perché quale quali quanto quanta quanti quante questo
    questa questi queste quello quella quelli quelle ciò suo sua suoi sue mio mia non sì più meno molto anche già se
    può puoi spiega dimmi dammi mostra esempio esempi dettagli grazie altro altra altri altre stesso stessa allora`),
  pt: setOf(`o a os as um uma uns umas e ou mas de do da dos das em no na nos nas com por para sem sobre ao aos à é são
    era eram foi foram ser está estão há tem têm eu tu você ele ela nós vocês eles elas me te se lhe que qual quais quem
    como quando onde quanto quanta quantos quantas porque por quê isso isto aquilo este esta esse essa esses essas aquele
    aquela dele dela deles delas seu sua seus suas meu minha não sim mais menos muito também já pode explica diga dê
    mostra exemplo exemplos detalhes obrigado outro outra outros outras mesmo mesma então`),
  nl: setOf(`de het een en of maar ook als aan op uit bij tot van voor naar met zonder over door in is zijn was waren
    wordt worden werd heeft hebben had ik jij je u hij zij ze wij we jullie hem haar hun hen mij me ons er hier daar dat
    die dit deze wie wat waar wanneer waarom hoe welke welk hoeveel niet geen wel nog al meer veel kan kun kunt kunnen
    moet zou zal leg uit vertel geef toon voorbeeld voorbeelden ervan daarvan ermee daarmee dan toch graag dank`),
  ru: setOf(`и а но или да не ни в во на с со к ко у о об от до из за по под над при без для про через как что кто где
    когда куда откуда почему зачем сколько какой какая какое какие чем чей это этот эта эти тот та те то он она оно они
    его её ее их ему ей им ним ней них я ты мы вы мне тебе нам вам есть был была было были быть бы ли же ещё еще уже
    тоже также более очень можно нужно расскажи объясни покажи дай пример примеры подробнее скажи так тогда`),
};

/** Whether a lower-case word carries no topic in any of the languages known. */
export function isFunctionWord(word: string): boolean {
  return languages.some((language) => functionWords[language].has(word));
}

/** The languages that a text may be in: those most of its function words belong to. English when none does. */
export function likelyLanguages(words: readonly string[]): Language[] {
  const counts = languages.map(
    (language) => words.filter((word) => functionWords[language].has(word)).length,
  );
  const most = Math.max(...counts);
  return most === 0 ? ['en'] : languages.filter((_, index) => counts[index] === most);
}
