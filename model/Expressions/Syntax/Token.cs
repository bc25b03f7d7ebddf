namespace Orleans.Kube.Model.Expressions.Syntax;

internal enum TokenKind { End, Name, Int, Uint, Double, String, Bytes, Symbol }

/// <summary>A word of an expression: where it begins, as it was written, and what a literal stands for.</summary>
internal readonly record struct Token(TokenKind Kind, int At, string Text, object? Value = null)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsKeyword(string word) => Kind == TokenKind.Name && Text == word;

    /// <summary>As errors show it.</summary>
    public string Shown => Kind == TokenKind.End ? "<EOF>" : Text;
}
