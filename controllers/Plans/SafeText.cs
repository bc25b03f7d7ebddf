namespace Orleans.Kube.Controllers;

/// <summary>The characters of generated names: no vowels and nothing easily mistaken, so that no words appear (k8s.io/apimachinery/pkg/util/rand).</summary>
public static class SafeText
{
    public const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>The text with each character mapped into <see cref="Alphabet"/>. Stable; not reversible.</summary>
    public static string Encode(string text) =>
        string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++) target[i] = Alphabet[source[i] % Alphabet.Length];
        });
}
