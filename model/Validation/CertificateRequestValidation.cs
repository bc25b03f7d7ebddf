using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>Certificate signing requests, their approval and their outcome.</summary>
internal static class CertificateRequestValidation
{
    private const string LegacySigner = "kubernetes.io/legacy-unknown";
    private const int MinimumSeconds = 600;
    private const int MaximumSignerName = 571;

    private static readonly string[] Usages =
    [
        KeyUsage.Any, KeyUsage.CertSign, KeyUsage.ClientAuth, KeyUsage.CodeSigning, KeyUsage.ContentCommitment, KeyUsage.CrlSign, KeyUsage.DataEncipherment,
        KeyUsage.DecipherOnly, KeyUsage.DigitalSignature, KeyUsage.EmailProtection, KeyUsage.EncipherOnly, KeyUsage.IpsecEndSystem, KeyUsage.IpsecTunnel,
        KeyUsage.IpsecUser, KeyUsage.KeyAgreement, KeyUsage.KeyEncipherment, KeyUsage.MicrosoftSgc, KeyUsage.NetscapeSgc, KeyUsage.OcspSigning, KeyUsage.SMime,
        KeyUsage.ServerAuth, KeyUsage.Signing, KeyUsage.Timestamping,
    ];

    public static void Validate(CertificateSigningRequest request, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        var spec = request.Spec;
        if (!IsPem(spec.Request, "CERTIFICATE REQUEST")) errors.Invalid("request", spec.Request, "PEM block type must be CERTIFICATE REQUEST");
        if (spec.Usages.Count == 0) errors.Required("usages");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < spec.Usages.Count; i++)
        {
            if (!seen.Add(spec.Usages[i])) errors.Duplicate($"usages[{i}]", spec.Usages[i]);
            if (!Usages.Contains(spec.Usages[i])) errors.NotSupported($"usages[{i}]", spec.Usages[i], Usages);
        }

        if (spec.SignerName == LegacySigner) errors.Invalid("signerName", spec.SignerName, "the legacy signerName is not allowed via this API version");
        else SignerName(spec.SignerName, errors);
        if (spec.ExpirationSeconds < MinimumSeconds)
            errors.Invalid("expirationSeconds", spec.ExpirationSeconds, $"may not specify a duration less than {MinimumSeconds} seconds (10 minutes)");
    }

    public static IReadOnlyList<FieldError> OfApproval(KubeObject value, KubeObject old)
    {
        var errors = new FieldErrors();
        Conditions((CertificateSigningRequest)value, errors);
        foreach (var type in (ReadOnlySpan<string>)[RequestConditionType.Approved, RequestConditionType.Denied])
        {
            var (now, before) = (Of((CertificateSigningRequest)value, type), Of((CertificateSigningRequest)old, type));
            if (before.Count > 0 && !Structural.Equal(now, before)) errors.Forbidden("status.conditions", $"updates may not {(now.Count < before.Count ? "remove" : "modify")} a condition of type \"{type}\"");
        }

        return errors;
    }

    public static void StatusUpdate(CertificateSigningRequest value, CertificateSigningRequest old, FieldErrors errors)
    {
        Conditions(value, errors);
        foreach (var type in (ReadOnlySpan<string>)[RequestConditionType.Approved, RequestConditionType.Denied])
            if (Of(value, type).Count > Of(old, type).Count) errors.Forbidden("status.conditions", $"updates may not add a condition of type \"{type}\"");
            else if (Of(value, type).Count < Of(old, type).Count) errors.Forbidden("status.conditions", $"updates may not remove a condition of type \"{type}\"");
        if (old.Status.Certificate is { Length: > 0 } issued && !issued.AsSpan().SequenceEqual(value.Status.Certificate))
            errors.Forbidden("status.certificate", "updates may not set certificate content");
        if (value.Status.Certificate is { Length: > 0 } certificate && !certificate.AsSpan().SequenceEqual(old.Status.Certificate) && Problem(certificate) is { } problem)
            errors.Invalid("status.certificate", "<certificate data>", problem);
    }

    private static void SignerName(string name, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required("signerName");
            return;
        }

        var slash = name.IndexOf('/');
        if (slash < 0 || name.LastIndexOf('/') != slash) errors.Invalid("signerName", name, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
        else
        {
            errors.InvalidEach("signerName", name, Names.DnsSubdomain(name[..slash]));
            if (!name[..slash].Contains('.')) errors.Invalid("signerName", name, "should be a domain with at least two segments separated by dots");
            if (slash == name.Length - 1) errors.Invalid("signerName", name, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
        }

        if (name.Length > MaximumSignerName) errors.TooLong("signerName", MaximumSignerName);
    }

    private static void Conditions(CertificateSigningRequest request, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Status.Conditions.Count; i++)
        {
            using var _ = errors.At("status");
            using var __ = errors.At("conditions", i);
            var condition = request.Status.Conditions[i];
            if (condition.Type.Length == 0) errors.Required("type");
            string[] allowed = condition.Type is RequestConditionType.Approved or RequestConditionType.Denied or RequestConditionType.Failed
                ? [Core.ConditionStatus.True]
                : [Core.ConditionStatus.False, Core.ConditionStatus.True, Core.ConditionStatus.Unknown];
            if (condition.Status.Length == 0) errors.Required("status");
            else if (!allowed.Contains(condition.Status)) errors.NotSupported("status", condition.Status, allowed);
            var opposite = condition.Type switch { RequestConditionType.Approved => RequestConditionType.Denied, RequestConditionType.Denied => RequestConditionType.Approved, _ => null };
            if (opposite is not null && seen.Contains(opposite))
                errors.Invalid("type", condition.Type, "Approved and Denied conditions are mutually exclusive");
            if (!seen.Add(condition.Type)) errors.Duplicate("type", condition.Type);
        }
    }

    private static List<CertificateSigningRequestCondition> Of(CertificateSigningRequest request, string type) =>
        [.. request.Status.Conditions.Where(c => c.Type == type)];

    /// <summary>What keeps an issued certificate from being a chain of certificates, or null.</summary>
    private static string? Problem(byte[] content)
    {
        const string Label = "CERTIFICATE";
        var rest = Encoding.UTF8.GetString(content).AsSpan();
        var blocks = 0;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (!rest[fields.Label].SequenceEqual(Label)) return $"only CERTIFICATE PEM blocks are allowed, found {GoText.Quote(rest[fields.Label].ToString())}";
            try
            {
                using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
            }
            catch (Exception failure) when (failure is CryptographicException or FormatException)
            {
                return "x509: malformed certificate";
            }

            blocks++;
            rest = rest[fields.Location.End..];
        }

        return blocks == 0 ? "must contain at least one CERTIFICATE PEM block" : null;
    }

    private static bool IsPem(byte[]? content, string label)
    {
        if (content is null) return false;
        var text = Encoding.UTF8.GetString(content);
        return PemEncoding.TryFind(text, out var fields) && text[fields.Label].Equals(label, StringComparison.Ordinal);
    }
}
