using Orleans.Kube.Grains;
using Orleans.Kube.Model;
using Orleans.Kube.Silo.Authentication;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>What the API server's authorizers say, for rules inside of grains.</summary>
public sealed class AuthorizerPermissions(IAuthorizer authorizer) : IPermissions
{
    public bool Allows(string user, IReadOnlyList<string> groups, string verb, GroupResource resource, string subresource = "", string name = "") => authorizer.Judge(new AccessQuestion
    {
        User = AuthenticatorChain.User(user, groups), Verb = verb, IsResource = true, Group = resource.Group, Resource = resource.Resource, Subresource = subresource, Name = name,
    }).IsAllowed;
}
