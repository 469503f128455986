package market.caravan.api;

import market.caravan.mailbox.Customers;

/** What a merchant has written to a customer, in plain text. */
record WriteMessage(Customers.Key to, String text) {}
