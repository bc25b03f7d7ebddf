namespace Orleans.Kube.Grains;

/// <summary>Signs the tokens of service accounts that live as long as a secret.</summary>
public interface IServiceAccountSigner
{
    /// <param name="space">The account's namespace, and the secret's.</param>
    /// <param name="account">The account's name.</param>
    /// <param name="uid">The account's uid.</param>
    /// <param name="secret">The secret that will hold the token.</param>
    /// <returns>The token; empty where there is no key.</returns>
    string Sign(string space, string account, string uid, string secret);
}
