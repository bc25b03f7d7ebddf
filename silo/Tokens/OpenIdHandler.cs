using System.Buffers.Text;
using System.Text.Json;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Peers;
using Orleans.Kube.Silo.Pipeline;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Tokens;

/// <summary>The documents by which others verify service account tokens (OpenID Connect discovery).</summary>
public sealed class OpenIdHandler(ServiceAccountTokens tokens, OwnAddress own) : IPathHandler
{
    private const string Configuration = "/.well-known/openid-configuration";
    private const string Keys = "/openid/v1/jwks";

    public IReadOnlyList<string> Roots { get; } = [Configuration, Keys];

    public ValueTask HandleAsync(ApiRequest request)
    {
        if (request.Info.Path is not (Configuration or Keys)) return Answer.WriteTextAsync(request.Http, 404, "404 page not found\n");
        if (request.Http.Request.Method != "GET") throw Failures.MethodNotAllowed();
        RouteCheck.RequireForm(request.Http.Request, request.Info.Path == Keys ? "application/jwk-set+json" : "application/json");
        request.Http.Response.Headers.CacheControl = "public, max-age=3600";
        return request.Info.Path == Configuration ? WriteConfigurationAsync(request) : WriteKeysAsync(request);
    }

    private ValueTask WriteConfigurationAsync(ApiRequest request) => Answer.WriteAsync(request.Http, 200, JsonSerializer.SerializeToUtf8Bytes(new
    {
        issuer = ServiceAccountTokens.Issuer,
        jwks_uri = own.AdvertisedUrl + Keys,
        response_types_supported = (string[])["id_token"],
        subject_types_supported = (string[])["public"],
        id_token_signing_alg_values_supported = (string[])["ES256"],
    }), "application/json");

    private ValueTask WriteKeysAsync(ApiRequest request) => Answer.WriteAsync(request.Http, 200, JsonSerializer.SerializeToUtf8Bytes(new
    {
        keys = (object[])
        [
            new
            {
                use = "sig", kty = "EC", kid = tokens.KeyId, crv = "P-256", alg = "ES256",
                x = Base64Url.EncodeToString(tokens.PublicKey.X!), y = Base64Url.EncodeToString(tokens.PublicKey.Y!),
            },
        ],
    }), "application/jwk-set+json");
}
