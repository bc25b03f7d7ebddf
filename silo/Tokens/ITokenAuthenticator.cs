namespace Orleans.Kube.Silo.Tokens;

/// <summary>Knows one kind of bearer tokens.</summary>
public interface ITokenAuthenticator
{
    /// <summary>What is known of a token, or null when it is of another kind.</summary>
    /// <param name="audiences">Towards whom it has to be valid; any of them will do, and none stands for the API server.</param>
    ValueTask<TokenVerdict?> JudgeAsync(string token, IReadOnlyList<string> audiences);
}
