using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Silo.Tokens;

namespace Orleans.Kube.Silo.Authentication;

/// <summary>Static bearer tokens from a file of lines <c>token,user,uid,"group1,group2"</c>, read at the start.</summary>
public sealed class TokenFileAuthenticator : IAuthenticator, ITokenAuthenticator
{
    private readonly Dictionary<string, UserInfo> _users = [];

    /// <exception cref="InvalidDataException">A line has fewer than three fields.</exception>
    public TokenFileAuthenticator(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (string.IsNullOrWhiteSpace(line) || line[0] == '#') continue;
            var fields = line.Split(',', 4, StringSplitOptions.TrimEntries);
            if (fields.Length < 3) throw new InvalidDataException($"a line of the token file has {fields.Length} fields, at least 3 are needed");
            var groups = fields.Length < 4 ? [] : fields[3].Trim('"').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            _users[Digest(fields[0])] = AuthenticatorChain.User(fields[1], groups, fields[2]);
        }
    }

    /// <summary>Reads the file if it is there.</summary>
    public static TokenFileAuthenticator Load(string path) => new(File.Exists(path) ? File.ReadLines(path) : []);

    public ValueTask<UserInfo?> AuthenticateAsync(HttpContext http) => new(
        _users.Count > 0 && BearerToken.Read(http.Request) is { } token ? Find(token) : null);

    public ValueTask<TokenVerdict?> JudgeAsync(string token, IReadOnlyList<string> audiences) => new(TokenVerdict.ForApi(Find(token), audiences));

    private UserInfo? Find(string token) => _users.GetValueOrDefault(Digest(token));

    /// <summary>Tokens are compared by their digest, so that the time it takes tells nothing about them.</summary>
    private static string Digest(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
