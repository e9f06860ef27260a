/**
 * Who is calling, shown with the identity provider that companies run: a real Keycloak, its people,
 * and the built product between them and an upstream.
 *
 * <p>Keycloak is unpacked by the build into {@code target/keycloak}, started once for all tests of
 * the JVM, and imports the realm {@code realm.json}. Tests put back what they change in it: keys
 * may be others than before, groups and addresses are as they were. Calls the product from outside
 * alone, as {@code promises} does.
 */
@NullMarked
package dev.gatehouse.conformance.identity;

import org.jspecify.annotations.NullMarked;
