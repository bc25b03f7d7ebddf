using Orleans.Kube.Model;

namespace Orleans.Kube.Grains;

/// <summary>Where there are no authorizers, the group <c>system:masters</c> may do everything and nobody else anything.</summary>
public sealed class MastersPermissions : IPermissions
{
    public bool Allows(string user, IReadOnlyList<string> groups, string verb, GroupResource resource, string subresource = "", string name = "") => groups.Contains("system:masters");
}
