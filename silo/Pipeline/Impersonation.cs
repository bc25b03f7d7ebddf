using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Authentication;
using Orleans.Kube.Silo.Authorization;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Pipeline;

/// <summary>Lets a user act as another (<c>kubectl --as</c>), where the authorizers let it <c>impersonate</c>.</summary>
public sealed class Impersonation(IAuthorizer authorizer)
{
    private const string UserHeader = "Impersonate-User";
    private const string GroupHeader = "Impersonate-Group";

    /// <exception cref="StatusException">The user may not impersonate that one.</exception>
    public void Apply(ApiRequest request)
    {
        var headers = request.Http.Request.Headers;
        if (!headers.TryGetValue(UserHeader, out var name) || name.Count == 0 || string.IsNullOrEmpty(name[0]))
        {
            if (headers.ContainsKey(GroupHeader)) throw Failures.BadRequest("requested impersonation without impersonating a user");
            return;
        }

        var user = name[0]!;
        var groups = headers[GroupHeader].Where(static g => !string.IsNullOrEmpty(g)).Select(static g => g!).ToList();
        Require(request.User, "users", user);
        foreach (var group in groups) Require(request.User, "groups", group);
        request.User = user == "system:anonymous" ? ApiRequest.Anonymous : AuthenticatorChain.User(user, groups);
    }

    private void Require(UserInfo user, string resource, string name)
    {
        var question = new AccessQuestion { User = user, Verb = "impersonate", IsResource = true, Path = "", Group = "", Version = "", Resource = resource, Subresource = "", Namespace = "", Name = name };
        var verdict = authorizer.Judge(question);
        if (!verdict.IsAllowed) throw question.Refusal(verdict.Reason);
    }
}
