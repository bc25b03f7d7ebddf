using Orleans.Kube.Grains;

namespace Orleans.Kube.Silo.Tokens;

/// <summary>Signs the tokens in secrets by the key of all service account tokens.</summary>
public sealed class TokenSecretSigner(ServiceAccountTokens tokens) : IServiceAccountSigner
{
    public string Sign(string space, string account, string uid, string secret) => tokens.SignForSecret(space, account, uid, secret);
}
