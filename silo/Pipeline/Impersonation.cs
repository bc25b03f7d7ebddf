using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Authentication;
using Orleans.Kube.Silo.Authorization;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Pipeline;

/// <summary>Lets a user act as another (<c>kubectl --as</c>), where the authorizers let it <c>impersonate</c> the user and everything that is claimed of it.</summary>
public sealed class Impersonation(IAuthorizer authorizer)
{
    private const string UserHeader = "Impersonate-User";
    private const string GroupHeader = "Impersonate-Group";
    private const string UidHeader = "Impersonate-Uid";
    private const string ExtraPrefix = "Impersonate-Extra-";
    private const string AuthenticationGroup = "authentication.k8s.io";

    /// <exception cref="StatusException">The user may not impersonate that one.</exception>
    public void Apply(ApiRequest request)
    {
        var headers = request.Http.Request.Headers;
        var user = headers[UserHeader].FirstOrDefault() ?? "";
        var groups = headers[GroupHeader].Where(static g => !string.IsNullOrEmpty(g)).Select(static g => g!).ToList();
        var uid = headers[UidHeader].FirstOrDefault() ?? "";
        var extra = Extra(headers);
        if (user.Length == 0)
        {
            if (groups.Count > 0 || uid.Length > 0 || extra.Count > 0) throw Failures.BadRequest("requested impersonation without impersonating a user");
            return;
        }

        var account = ServiceAccountName.Parse(user);
        if (account is var (space, name)) Require(request.User, "", "serviceaccounts", name, space);
        else Require(request.User, "", "users", user);
        foreach (var group in groups) Require(request.User, "", "groups", group);
        foreach (var (key, values) in extra)
            foreach (var value in values) Require(request.User, AuthenticationGroup, "userextras", value, subresource: key);
        if (uid.Length > 0) Require(request.User, AuthenticationGroup, "uids", uid);
        if (groups.Count == 0 && account is { } known) groups.AddRange(ServiceAccountName.Groups(known.Namespace));
        request.User = Impersonated(user, groups) with { Uid = uid, Extra = extra };
    }

    private static UserInfo Impersonated(string user, List<string> groups) => user == ApiRequest.Anonymous.Username
        ? ApiRequest.Anonymous with { Groups = [.. groups.Union(ApiRequest.Anonymous.Groups)] }
        : groups.Any(ApiRequest.Anonymous.Groups.Contains) ? new UserInfo { Username = user, Groups = groups } : AuthenticatorChain.User(user, groups);

    /// <summary>Further facts about the user. A header says the name of one in lower case, with whatever a header's name may not contain escaped.</summary>
    private static SortedDictionary<string, IReadOnlyList<string>> Extra(IHeaderDictionary headers)
    {
        var extra = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (header, values) in headers)
            if (header.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase)) extra[Uri.UnescapeDataString(header[ExtraPrefix.Length..].ToLowerInvariant())] = [.. values.Select(static v => v ?? "")];
        return extra;
    }

    private void Require(UserInfo user, string group, string resource, string name, string @namespace = "", string subresource = "")
    {
        var question = new AccessQuestion
        {
            User = user, Verb = "impersonate", IsResource = true, Group = group, Version = group.Length > 0 ? "v1" : "", Resource = resource, Subresource = subresource, Namespace = @namespace, Name = name,
        };
        var verdict = authorizer.Judge(question);
        if (!verdict.IsAllowed) throw question.Refusal(verdict.Reason);
    }
}
