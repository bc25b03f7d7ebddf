using Orleans.Kube.Model;
using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Grains;

/// <summary>Asks the authorizers on behalf of rules that depend on what else a user may do.</summary>
public interface IPermissions
{
    /// <summary>Whether a user may do that to a resource, at the cluster scope or in a namespace.</summary>
    /// <param name="resource">The resource, without its subresource.</param>
    bool Allows(string user, IReadOnlyList<string> groups, string verb, GroupResource resource, string subresource = "", string name = "", string @namespace = "");

    /// <summary>Whether a user may do that to a path that is no resource's.</summary>
    bool AllowsPath(string user, IReadOnlyList<string> groups, string verb, string path);

    /// <summary>All that a user may do in a namespace, or (empty) at the cluster scope.</summary>
    IReadOnlyList<PolicyRule> RulesOf(string user, IReadOnlyList<string> groups, string @namespace);
}
