using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Controllers.BootstrapTokens;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Tokens;

namespace Orleans.Kube.Silo.Authentication;

/// <summary>Machines that are about to join, with a token <c>id.secret</c> that a Secret in kube-system holds.</summary>
public sealed class BootstrapTokenAuthenticator(IClusterState cluster, TimeProvider time) : IAuthenticator, ITokenAuthenticator
{
    public ValueTask<UserInfo?> AuthenticateAsync(HttpContext http) => new(BearerToken.Read(http.Request) is { } token ? User(token) : null);

    public ValueTask<TokenVerdict?> JudgeAsync(string token, IReadOnlyList<string> audiences) => new(TokenVerdict.ForApi(User(token), audiences));

    private UserInfo? User(string presented)
    {
        if (BootstrapToken.Split(presented) is not { } halves) return null;
        if (cluster.Current.Find(BootstrapToken.KeyOf(halves.Id)) is not { } stored || BootstrapToken.Read(stored.As<Secret>()) is not { Authenticates: true } token) return null;
        var isSame = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token.Secret), Encoding.UTF8.GetBytes(halves.Secret));
        return isSame && !token.IsOver(time.GetUtcNow()) ? AuthenticatorChain.User(token.User, [BootstrapToken.Group, .. token.Groups]) : null;
    }
}
