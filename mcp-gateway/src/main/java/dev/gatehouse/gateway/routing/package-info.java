/**
 * Which upstream a call is for, and under which name the upstream knows what is called.
 *
 * <p>Step 4 of the way of a call. One endpoint shows every upstream, with names that begin with the
 * upstream's ({@code crm__find_customer}); beside it each upstream has an endpoint of its own,
 * where names are as it gave them. Policies and the record use the long form in both cases. Called
 * by the exchange. Tasks are known by ids that only their owners can use.
 */
@NullMarked
package dev.gatehouse.gateway.routing;

import org.jspecify.annotations.NullMarked;
