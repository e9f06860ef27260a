/**
 * The company's SAML 2.0 identity provider as a source of persons: the service provider's side of
 * the Web Browser SSO profile.
 *
 * <p>A browser is sent to the provider with a signed request ({@link
 * dev.gatehouse.gateway.signin.saml.SamlProvider#begin}) and comes back with a response, which
 * becomes a person or one word that says why not ({@link
 * dev.gatehouse.gateway.signin.saml.SamlProvider#finish}). Called by the sign-in room above, which
 * binds requests to browsers and takes each out of its store once; calls nobody but the provider
 * for its metadata. Knows no HTTP server and writes no pages. A response ends here: nothing of it
 * but what a person is called goes on, and nothing of one that was refused.
 *
 * <p>The response comes by a form of another site, with which browsers send no cookie that is
 * {@code SameSite=Lax} or {@code Strict}: what binds a request to its browser has to be {@code
 * SameSite=None; Secure}, or be looked at behind a redirect of our own.
 *
 * <p>What strangers send is read in an order that matters: the size, the form ({@link
 * dev.gatehouse.gateway.signin.saml.StrictXml}, {@link
 * dev.gatehouse.gateway.signin.saml.ResponseShape}), the signatures, and only then what it says.
 *
 * <p>Source: OASIS SAML 2.0 core, bindings, profiles and metadata (March 2005) with Errata 05.
 */
@NullMarked
package dev.gatehouse.gateway.signin.saml;

import org.jspecify.annotations.NullMarked;
