using Orleans.Kube.Grains;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Silo.Authentication;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>What the API server's authorizers say, for rules inside of grains.</summary>
public sealed class AuthorizerPermissions(IAuthorizer authorizer) : IPermissions
{
    public bool Allows(string user, IReadOnlyList<string> groups, string verb, GroupResource resource, string subresource = "", string name = "", string @namespace = "") => authorizer.Judge(new AccessQuestion
    {
        User = AuthenticatorChain.User(user, groups), Verb = verb, IsResource = true, Group = resource.Group, Resource = resource.Resource, Subresource = subresource, Name = name, Namespace = @namespace,
    }).IsAllowed;

    public bool AllowsPath(string user, IReadOnlyList<string> groups, string verb, string path) =>
        authorizer.Judge(new AccessQuestion { User = AuthenticatorChain.User(user, groups), Verb = verb, IsResource = false, Path = path }).IsAllowed;

    public IReadOnlyList<PolicyRule> RulesOf(string user, IReadOnlyList<string> groups, string @namespace)
    {
        var rules = new RuleCollection();
        authorizer.CollectRules(AuthenticatorChain.User(user, groups), @namespace, rules);
        return
        [
            .. rules.Resources.Select(static r => new PolicyRule { Verbs = r.Verbs, ApiGroups = r.ApiGroups, Resources = r.Resources, ResourceNames = r.ResourceNames }),
            .. rules.Paths.Select(static r => new PolicyRule { Verbs = r.Verbs, NonResourceURLs = r.NonResourceURLs }),
        ];
    }
}
