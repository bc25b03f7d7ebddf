namespace Orleans.Kube.Controllers;

/// <summary>Ids from a generator that the caller seeds. Not safe for two threads at once.</summary>
public sealed class RandomIdSource(Random random) : IIdSource
{
    public string Suffix(int length = 5) => string.Create(length, random, static (target, random) =>
    {
        for (var i = 0; i < target.Length; i++) target[i] = SafeText.Alphabet[random.Next(SafeText.Alphabet.Length)];
    });
}
