// Grows with the product.
