using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>serviceaccounts: who the processes in pods are.</summary>
public sealed class ServiceAccountDefinition : ResourceDefinition<ServiceAccount>
{
    public override string Plural => "serviceaccounts";

    public override IReadOnlyList<string> ShortNames => ["sa"];

    public override bool ReturnsDeleted => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Secrets", "string", "How many secrets it may use.", static a => a.Secrets.Count),
        TableColumn.Age,
    ];

    protected override ServiceAccount PrepareForCreate(ServiceAccount value) => WithNames(value);

    protected override ServiceAccount PrepareForUpdate(ServiceAccount value, ServiceAccount old) => WithNames(value);

    /// <summary>Of its secrets, an account knows the names and nothing else.</summary>
    private static ServiceAccount WithNames(ServiceAccount value)
    {
        var secrets = value.Secrets.Map(static s => new ObjectReference { Name = s.Name } is var named && named == s ? s : named);
        return ReferenceEquals(secrets, value.Secrets) ? value : value with { Secrets = secrets };
    }

    protected override IReadOnlyList<Subresource> Particular { get; } = [new("token", "TokenRequest", ["create"], "authentication.k8s.io", "v1")];
}
