package dev.tachograph.query;

import dev.tachograph.store.StoreException;

/** What lines have that is too large for a row or no text, and stands apart from them. */
@FunctionalInterface
interface ValuesApart {

    /** The condition that a line has such a value in a field; {@link LogCondition#NEVER} if none can have. */
    LogCondition lines(String field, TextTest test) throws StoreException;
}
