/** @typedef {import('./collection.d.mts').Collection} Collection */

/** What `--data` may point at. */
export const layouts = `--data DIR is one of
  SMART (Cranfield)  cran.all.1400, cran.qry and cranqrel, or any *.all*, *.qry and *qrel* alike: documents are ".I n"
                     with .T (title) and .W (text). The .I numbers of the queries do not count, their position does
                     (1, 2, ...), as the judgements use it. Judgements are "query document code", code 1 the best
                     to 4; others mean not relevant. Gain 2^(5 - code) - 1.
  BEIR               corpus.jsonl {_id, title, text}, queries.jsonl {_id, text}, and qrels/test.tsv (else dev.tsv or
                     train.tsv, or qrels.tsv beside them): "query-id corpus-id score", a head line. Gain is the score.
                     A document with the id of the query does not count, as in BEIR's own evaluation.`;

/**
 * Of a large collection: every relevant document, and others spread evenly over the rest.
 * @param {Collection} collection
 * @param {number} limit How many documents.
 * @returns {Collection}
 */
export function limitCollection(collection, limit) {
  if (collection.documents.length <= limit) return collection;
  const relevant = new Set([...collection.gains.values()].flatMap((gains) => [...gains.keys()]));
  const others = collection.documents.filter(({ id }) => !relevant.has(id));
  const wanted = Math.max(0, limit - (collection.documents.length - others.length));
  const step = others.length / Math.max(1, wanted);
  const kept = new Set(relevant);
  for (let index = 0; index < wanted; index += 1) {
    const other = others[Math.floor(index * step)];
    if (other) kept.add(other.id);
  }
  return { ...collection, documents: collection.documents.filter(({ id }) => kept.has(id)) };
}
