using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>certificatesigningrequests: asked once, approved or denied once, never changed.</summary>
public sealed class CertificateSigningRequestDefinition : ResourceDefinition<CertificateSigningRequest>
{
    public override string Plural => "certificatesigningrequests";

    public override bool Namespaced => false;

    public override IReadOnlyList<string> ShortNames => ["csr"];

    public override bool HasStatus => true;

    public override bool HasGeneration => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        TableColumn.Age,
        Column("SignerName", "string", "Who is to sign it.", static r => r.Spec.SignerName),
        Column("Requestor", "string", "Who asked.", static r => r.Spec.Username),
        Column("RequestedDuration", "string", "How long the certificate should last.",
            static r => r.Spec.ExpirationSeconds is { } seconds ? HumanDuration.Format(TimeSpan.FromSeconds(seconds)) : Cells.None),
        Column("Condition", "string", "What became of it.", Condition),
    ];

    public override IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields { get; } = Fields(("spec.signerName", static r => r.Spec.SignerName));

    protected override IReadOnlyList<Subresource> Particular =>
    [
        Subresource.View("approval", "CertificateSigningRequest") with { Prepare = PrepareApproval, Validate = CertificateRequestValidation.OfApproval },
    ];

    public override IEnumerable<string> ValidateName(string name, bool isPrefix) => Names.DnsSubdomain(name, isPrefix);

    protected override CertificateSigningRequest WithStatusOf(CertificateSigningRequest target, CertificateSigningRequest source) => target with { Status = source.Status };

    /// <summary>The spec stays as it was asked.</summary>
    protected override CertificateSigningRequest PrepareForUpdate(CertificateSigningRequest value, CertificateSigningRequest old) => value with { Spec = old.Spec };

    protected override void Validate(CertificateSigningRequest value, FieldErrors errors) => CertificateRequestValidation.Validate(value, errors);

    protected override void ValidateStatusUpdate(CertificateSigningRequest value, CertificateSigningRequest old, FieldErrors errors) =>
        CertificateRequestValidation.StatusUpdate(value, old, errors);

    private static KubeObject PrepareApproval(KubeObject value, KubeObject old)
    {
        var (written, request) = ((CertificateSigningRequest)value, (CertificateSigningRequest)old);
        return request with
        {
            Metadata = written.Metadata,
            Status = request.Status with { Conditions = written.Status.Conditions },
        };
    }

    private static string Condition(CertificateSigningRequest request)
    {
        var conditions = request.Status.Conditions;
        var texts = new List<string>();
        if (conditions.Any(static c => c.Type == RequestConditionType.Denied)) texts.Add("Denied");
        else if (conditions.Any(static c => c.Type == RequestConditionType.Approved)) texts.Add("Approved");
        else texts.Add("Pending");
        if (conditions.Any(static c => c.Type == RequestConditionType.Failed)) texts.Add("Failed");
        if (request.Status.Certificate is { Length: > 0 }) texts.Add("Issued");
        return string.Join(",", texts);
    }
}
