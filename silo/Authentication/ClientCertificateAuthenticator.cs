using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Authentication;

/// <summary>Users with a client certificate of the cluster's authority: the common name is the user, the organizations are the groups.</summary>
public sealed class ClientCertificateAuthenticator(CertificateAuthority authority, TimeProvider time) : IAuthenticator
{
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";
    private readonly ConditionalWeakTable<X509Certificate2, Verdict> _known = [];

    public ValueTask<UserInfo?> AuthenticateAsync(HttpContext http)
    {
        var certificate = http.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        if (certificate is null) return default;
        if (!_known.TryGetValue(certificate, out var verdict))
        {
            verdict = new Verdict(authority.Trusts(certificate) ? Read(certificate) : null, certificate.NotAfter.ToUniversalTime());
            _known.AddOrUpdate(certificate, verdict);
        }

        return verdict.User is null || verdict.Until < time.GetUtcNow().UtcDateTime
            ? throw Failures.Unauthorized()
            : new ValueTask<UserInfo?>(verdict.User);
    }

    /// <summary>The user that a certificate stands for.</summary>
    public static UserInfo Read(X509Certificate2 certificate)
    {
        var (name, groups) = ("", new List<string>());
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements) continue;
            var value = part.GetSingleElementValue();
            if (value is null) continue;
            if (part.GetSingleElementType().Value == CommonName) name = value;
            else if (part.GetSingleElementType().Value == Organization) groups.Add(value);
        }

        groups.Reverse();
        return AuthenticatorChain.User(name, groups) with
        {
            Extra = new Dictionary<string, IReadOnlyList<string>> { [AuthenticatorChain.CredentialId] = ["X509SHA256=" + Convert.ToHexStringLower(SHA256.HashData(certificate.RawData))] },
        };
    }

    private sealed record Verdict(UserInfo? User, DateTime Until);
}
