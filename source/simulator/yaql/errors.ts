/** It is no YAQL. */
export class GrammarError extends Error {}

/** It is YAQL and comes to nothing: a key that is missing, a function that is unknown or takes something else. */
export class EvaluationError extends Error {}
