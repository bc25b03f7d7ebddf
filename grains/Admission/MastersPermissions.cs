using Orleans.Kube.Model;
using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Grains;

/// <summary>Where there are no authorizers, the group <c>system:masters</c> may do everything and nobody else anything.</summary>
public sealed class MastersPermissions : IPermissions
{
    public bool Allows(string user, IReadOnlyList<string> groups, string verb, GroupResource resource, string subresource = "", string name = "", string @namespace = "") => groups.Contains("system:masters");

    public bool AllowsPath(string user, IReadOnlyList<string> groups, string verb, string path) => groups.Contains("system:masters");

    public IReadOnlyList<PolicyRule> RulesOf(string user, IReadOnlyList<string> groups, string @namespace) => !groups.Contains("system:masters") ? [] :
    [
        new PolicyRule { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"] },
        new PolicyRule { Verbs = ["*"], NonResourceURLs = ["*"] },
    ];
}
